;; Says what it saw: the path.
(func (export "evaluate") (param $x i32) (result i32)
  (memory.fill (i32.const 800) (i32.const 0) (i32.const 20))
  (i32.store8 (i32.const 804) (i32.const 2))
  (call $put (i32.const 812) (i32.const 900) (i32.const 1))
  (call $finding (i32.const 900) (i32.load offset=160 (local.get $x)) (i32.load offset=164 (local.get $x)))
  (i32.const 800))
