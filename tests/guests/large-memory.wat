;; Asks for more memory than any policy gets before it runs.
(memory (export "memory") 4096)
(global $top (mut i32) (i32.const 4096))
(func $put (param i32 i32 i32))
(func $finding (param i32 i32 i32))
