;; Denies DELETE with 405.
(func $is_delete (param $p i32) (param $n i32) (result i32)
  (local $i i32)
  (if (i32.ne (local.get $n) (i32.const 6)) (then (return (i32.const 0))))
  (loop $next
    (if (i32.ne (i32.load8_u (i32.add (local.get $p) (local.get $i)))
                (i32.load8_u (i32.add (i32.const 96) (local.get $i)))) (then (return (i32.const 0))))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $next (i32.lt_u (local.get $i) (i32.const 6))))
  (i32.const 1))
(func (export "evaluate") (param $x i32) (result i32)
  (memory.fill (i32.const 800) (i32.const 0) (i32.const 20))
  (if (call $is_delete (i32.load offset=136 (local.get $x)) (i32.load offset=140 (local.get $x))) (then
    (i32.store8 (i32.const 804) (i32.const 2))
    (i32.store8 (i32.const 806) (i32.const 1)) (i32.store16 (i32.const 808) (i32.const 405))
    (call $put (i32.const 812) (i32.const 900) (i32.const 1))
    (call $finding (i32.const 900) (i32.const 32) (i32.const 21))))
  (i32.const 800))
