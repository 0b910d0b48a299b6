;; A rule id that is no id.
(data (i32.const 128) "No Delete!")
(func (export "describe") (result i32)
  (call $put (i32.const 512) (i32.const 64) (i32.const 7))
  (call $put (i32.const 536) (i32.const 600) (i32.const 1))
  (call $put (i32.const 600) (i32.const 128) (i32.const 10))
  (call $put (i32.const 552) (i32.const 640) (i32.const 1))
  (i32.const 512))
