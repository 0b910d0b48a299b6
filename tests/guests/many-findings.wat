;; A thousand findings of one line each.
(func (export "evaluate") (param $x i32) (result i32) (local $n i32)
  (drop (memory.grow (i32.const 10)))
  (memory.fill (i32.const 800) (i32.const 0) (i32.const 20))
  (i32.store8 (i32.const 804) (i32.const 1))
  (call $put (i32.const 812) (i32.const 65536) (i32.const 1000))
  (loop $again
    (call $finding (i32.add (i32.const 65536) (i32.mul (local.get $n) (i32.const 92))) (i32.const 32) (i32.const 21))
    (local.set $n (i32.add (local.get $n) (i32.const 1)))
    (br_if $again (i32.lt_u (local.get $n) (i32.const 1000))))
  (i32.const 800))
