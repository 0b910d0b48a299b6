(func (export "describe") (result i32)
  (call $put (i32.const 512) (i32.const 64) (i32.const 7))    ;; name
  (call $put (i32.const 520) (i32.const 80) (i32.const 5))    ;; version
  (call $put (i32.const 536) (i32.const 600) (i32.const 1))   ;; rules
  (call $put (i32.const 600) (i32.const 16) (i32.const 9))
  (call $put (i32.const 608) (i32.const 32) (i32.const 21))
  (i32.store8 (i32.const 616) (i32.const 2))
  (call $put (i32.const 552) (i32.const 640) (i32.const 2))   ;; phases: both
  (i32.store8 (i32.const 641) (i32.const 1))
  (i32.const 512))
