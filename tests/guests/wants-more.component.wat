(component
  (import "localgear:policy/secrets@0.1.0" (instance (export "reveal" (func (result string)))))
  (import "localgear:policy/types@0.1.0" (instance)))
