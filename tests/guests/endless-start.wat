;; Runs before any export is called.
(func $spin (loop $again (br $again)))
(start $spin)
