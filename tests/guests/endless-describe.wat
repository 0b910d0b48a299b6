(func (export "describe") (result i32) (loop $again (br $again)) (i32.const 512))
