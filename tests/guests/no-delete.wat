;; The frame as it is: denies DELETE with 405.
