package mugs.app;

import java.io.PrintWriter;
import java.util.Map;

/** What {@code mugs inspect} found out about something; one class a kind of thing. */
interface Inspection {

  /** Prints it for people. */
  void print(PrintWriter out);

  /** Returns it for machines: keys in camel case; numbers, texts, lists and maps. */
  Map<String, Object> fields();
}
