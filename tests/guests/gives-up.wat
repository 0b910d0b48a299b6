;; The error of its own: tag 1 and a text.
(func (export "evaluate") (param $x i32) (result i32)
  (i32.store8 (i32.const 800) (i32.const 1))
  (call $put (i32.const 804) (i32.const 32) (i32.const 21))
  (i32.const 800))
