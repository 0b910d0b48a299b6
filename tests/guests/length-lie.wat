;; Findings beyond the end of memory.
(func (export "evaluate") (param $x i32) (result i32)
  (memory.fill (i32.const 800) (i32.const 0) (i32.const 20))
  (call $put (i32.const 812) (i32.const 900) (i32.const 0x7fffffff))
  (i32.const 800))
