;; A thousand lines, then an answer.
(import "localgear:policy/host@0.1.0" "log" (func $log (param i32 i32 i32)))
(func (export "evaluate") (param $x i32) (result i32) (local $n i32)
  (loop $again
    (call $log (i32.const 0) (i32.const 0) (i32.const 4096))
    (local.set $n (i32.add (local.get $n) (i32.const 1)))
    (br_if $again (i32.lt_u (local.get $n) (i32.const 1000))))
  (i32.const 800))
