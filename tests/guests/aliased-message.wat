;; Twenty thousand findings that all point at the same 60 KB: 1.2 GB for a host that copies them all.
(func (export "evaluate") (param $x i32) (result i32) (local $n i32)
  (drop (memory.grow (i32.const 40)))
  (memory.fill (i32.const 800) (i32.const 0) (i32.const 20))
  (call $put (i32.const 812) (i32.const 131072) (i32.const 20000))
  (loop $again
    (call $finding (i32.add (i32.const 131072) (i32.mul (local.get $n) (i32.const 92))) (i32.const 2000000) (i32.const 60000))
    (local.set $n (i32.add (local.get $n) (i32.const 1)))
    (br_if $again (i32.lt_u (local.get $n) (i32.const 20000))))
  (i32.const 800))
