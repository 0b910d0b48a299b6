(func (export "validate") (param i32 i32) (result i32)
  (call $put (i32.const 700) (i32.const 0) (i32.const 0))
  (i32.const 700))
