;; Denies every call but its first; with a fresh instance each call is the first.
(global $asked (mut i32) (i32.const 0))
(func (export "evaluate") (param $x i32) (result i32)
  (memory.fill (i32.const 800) (i32.const 0) (i32.const 20))
  (if (global.get $asked) (then (i32.store8 (i32.const 804) (i32.const 2))))
  (if (i32.load (i32.const 2048)) (then (i32.store8 (i32.const 804) (i32.const 2))))
  (global.set $asked (i32.const 1))
  (i32.store (i32.const 2048) (i32.const 1))
  (i32.const 800))
