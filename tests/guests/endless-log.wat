(import "localgear:policy/host@0.1.0" "log" (func $log (param i32 i32 i32)))
(func (export "evaluate") (param $x i32) (result i32) (loop $again (call $log (i32.const 2) (i32.const 32) (i32.const 21)) (br $again)) (i32.const 800))
