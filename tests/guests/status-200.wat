;; A refusal that would look like a success.
(func (export "evaluate") (param $x i32) (result i32)
  (memory.fill (i32.const 800) (i32.const 0) (i32.const 20))
  (i32.store8 (i32.const 804) (i32.const 2))
  (i32.store8 (i32.const 806) (i32.const 1)) (i32.store16 (i32.const 808) (i32.const 200))
  (i32.const 800))
