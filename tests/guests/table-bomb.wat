(table $t 1 funcref)
(func (export "evaluate") (param $x i32) (result i32)
  (loop $again
    (if (i32.eq (table.grow $t (ref.null func) (i32.const 10000)) (i32.const -1)) (then unreachable)) (br $again))
  (i32.const 800))
