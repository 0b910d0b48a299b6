(func (export "describe") (result i32)
  (call $put (i32.const 552) (i32.const 640) (i32.const 1))
  (i32.const 512))
