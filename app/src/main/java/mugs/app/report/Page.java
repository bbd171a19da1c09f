package mugs.app.report;

import static mugs.app.report.Markup.escape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The frame of an HTML page that needs nothing but itself: style, charts and pictures are inside,
 * nothing is loaded, no script runs. It reads in light and dark, on a telephone and on paper, and
 * it is well-formed XML too.
 */
final class Page {

  private Page() {}

  /**
   * Returns a page; write it as UTF-8.
   *
   * @param title as text
   * @param style class of what is in it, or nothing
   * @param parts what is in it, as markup
   */
  static String of(String title, String style, String... parts) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main%s>
        %s</main>
        </body>
        </html>
        """
        .formatted(
            escape(title),
            css(),
            style.isEmpty() ? "" : " class=\"" + style + "\"",
            String.join("", parts));
  }

  private static String css() {
    try (InputStream in = Page.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException(
            "report.css is missing beside " + Page.class.getName() + "; build again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report.css could not be read from the program itself", e);
    }
  }
}
