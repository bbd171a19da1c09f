package mugs.verify;

/** Hears of a verification while it goes on, on the thread that verifies. */
public interface VerifyListener {

  /** Called before the checks of a section, with what stands above them. */
  void section(String heading);

  /** Called after each check. */
  void checked(Check check);
}
