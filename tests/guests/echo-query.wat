;; Says what it saw: the value of the first query pair.
(func (export "evaluate") (param $x i32) (result i32)
  (local $pair i32)
  (memory.fill (i32.const 800) (i32.const 0) (i32.const 20))
  (i32.store8 (i32.const 804) (i32.const 2))
  (call $put (i32.const 812) (i32.const 900) (i32.const 1))
  (local.set $pair (i32.load offset=168 (local.get $x)))
  (call $finding (i32.const 900) (i32.load offset=8 (local.get $pair)) (i32.load offset=12 (local.get $pair)))
  (i32.const 800))
