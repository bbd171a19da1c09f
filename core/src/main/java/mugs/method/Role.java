package mugs.method;

/** The two networks of the method. */
public enum Role {
  /** Learns by gradients; has predictors. */
  STUDENT,
  /** Moving average of the student; gives the targets. */
  TEACHER
}
