;; A schema that leads back to itself for ever.
(data (i32.const 128) "{\"$ref\":\"#\"}")
(func (export "describe") (result i32)
  (call $put (i32.const 512) (i32.const 64) (i32.const 7))
  (call $put (i32.const 544) (i32.const 128) (i32.const 12))
  (call $put (i32.const 552) (i32.const 640) (i32.const 1))
  (i32.const 512))
