;; One finding of 100 KB, full of control characters.
(func (export "evaluate") (param $x i32) (result i32)
  (drop (memory.grow (i32.const 4)))
  (memory.fill (i32.const 131072) (i32.const 27) (i32.const 100000))
  (memory.fill (i32.const 800) (i32.const 0) (i32.const 20))
  (i32.store8 (i32.const 804) (i32.const 1))
  (call $put (i32.const 812) (i32.const 900) (i32.const 1))
  (call $finding (i32.const 900) (i32.const 131072) (i32.const 100000))
  (i32.const 800))
