(component (import "localgear:policy/types@0.9.0" (instance)))
