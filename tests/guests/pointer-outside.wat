;; The answer lies beyond the memory.
(func (export "evaluate") (param $x i32) (result i32) (i32.const 0x7fffff00))
