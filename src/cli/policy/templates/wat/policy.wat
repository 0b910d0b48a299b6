;; Refuses calls without a header that the settings name: {"header":"x-correlation-id"}.
;;
;; Records lie in memory as the canonical ABI says. `evaluate` gets one pointer, because its parameters are more than
;; sixteen: request headers are a list at 176 (pointer, length) of fields of 20 bytes (name, value, secret), and the
;; settings are a text at 312. Its answer: tag 0, verdict 4, status 6 (tag) and 8, findings 12.
(module
  (memory (export "memory") 1)
  (global $top (mut i32) (i32.const 8192))
  (data (i32.const 16) "my-policy")
  (data (i32.const 32) "0.1.0")
  (data (i32.const 48) "missing-header")
  (data (i32.const 64) "a header is missing")
  (data (i32.const 96) "send the header with every call")
  (data (i32.const 256) "{\"type\":\"object\",\"required\":[\"header\"],\"additionalProperties\":false,\"properties\":{\"header\":{\"type\":\"string\"}}}")

  ;; Room for what the host hands over; nothing is ever freed, because an instance answers once.
  (func (export "cabi_realloc") (param $old i32) (param $oldlen i32) (param $align i32) (param $len i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $top) (i32.sub (local.get $align) (i32.const 1)))
                            (i32.sub (i32.const 0) (local.get $align))))
    (global.set $top (i32.add (local.get $at) (local.get $len)))
    (if (i32.gt_u (global.get $top) (i32.shl (memory.size) (i32.const 16)))
      (then (if (i32.eq (i32.const -1)
                        (memory.grow (i32.add (i32.const 1) (i32.shr_u (local.get $len) (i32.const 16)))))
        (then unreachable))))
    (local.get $at))

  (func $put (param $at i32) (param $ptr i32) (param $len i32)
    (i32.store (local.get $at) (local.get $ptr))
    (i32.store offset=4 (local.get $at) (local.get $len)))

  (func (export "describe") (result i32)
    (call $put (i32.const 512) (i32.const 16) (i32.const 9))    ;; name
    (call $put (i32.const 520) (i32.const 32) (i32.const 5))    ;; version
    (call $put (i32.const 528) (i32.const 64) (i32.const 19))   ;; description
    (call $put (i32.const 536) (i32.const 600) (i32.const 1))   ;; rules
    (call $put (i32.const 544) (i32.const 256) (i32.const 110)) ;; settings-schema
    (call $put (i32.const 552) (i32.const 640) (i32.const 1))   ;; phases: request
    (call $put (i32.const 600) (i32.const 48) (i32.const 14))   ;; the rule: id, title, severity, help
    (call $put (i32.const 608) (i32.const 64) (i32.const 19))
    (i32.store8 (i32.const 616) (i32.const 2))
    (call $put (i32.const 620) (i32.const 96) (i32.const 31))
    (i32.const 512))

  ;; No problems: the schema says all there is to say.
  (func (export "validate") (param i32 i32) (result i32)
    (call $put (i32.const 700) (i32.const 0) (i32.const 0))
    (i32.const 700))

  (func $lower (param $c i32) (result i32)
    (if (result i32) (i32.lt_u (i32.sub (local.get $c) (i32.const 65)) (i32.const 26))
      (then (i32.add (local.get $c) (i32.const 32))) (else (local.get $c))))

  (func $same (param $a i32) (param $b i32) (param $len i32) (result i32)
    (local $i i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $len)))
        (if (i32.ne (call $lower (i32.load8_u (i32.add (local.get $a) (local.get $i))))
                    (call $lower (i32.load8_u (i32.add (local.get $b) (local.get $i)))))
          (then (return (i32.const 0))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (i32.const 1))

  (func (export "evaluate") (param $x i32) (result i32)
    (local $wanted i32) (local $len i32) (local $field i32) (local $end i32)
    ;; The settings are {"header":"NAME"}: the host has checked it. NAME begins at 11 and ends two before the end.
    (local.set $wanted (i32.add (i32.load offset=312 (local.get $x)) (i32.const 11)))
    (local.set $len (i32.sub (i32.load offset=316 (local.get $x)) (i32.const 13)))
    (local.set $field (i32.load offset=176 (local.get $x)))
    (local.set $end (i32.add (local.get $field) (i32.mul (i32.load offset=180 (local.get $x)) (i32.const 20))))
    (block $missing
      (loop $next
        (br_if $missing (i32.ge_u (local.get $field) (local.get $end)))
        (if (i32.eq (i32.load offset=4 (local.get $field)) (local.get $len))
          (then (if (call $same (i32.load (local.get $field)) (local.get $wanted) (local.get $len))
            (then (return (i32.const 800))))))        ;; memory there is zero: allow, no findings
        (local.set $field (i32.add (local.get $field) (i32.const 20)))
        (br $next)))
    (i32.store8 (i32.const 804) (i32.const 2))                                           ;; deny
    (i32.store8 (i32.const 806) (i32.const 1)) (i32.store16 (i32.const 808) (i32.const 400))
    (call $put (i32.const 812) (i32.const 900) (i32.const 1))
    (call $put (i32.const 900) (i32.const 48) (i32.const 14))                            ;; rule
    (i32.store8 (i32.const 908) (i32.const 2))                                           ;; error
    (call $put (i32.const 912) (i32.const 64) (i32.const 19))                            ;; message
    (i32.store8 (i32.const 920) (i32.const 5))                                           ;; at the header
    (call $put (i32.const 924) (local.get $wanted) (local.get $len))
    (i32.store8 (i32.const 980) (i32.const 1)) (call $put (i32.const 984) (i32.const 96) (i32.const 31))
    (i32.const 800)))
