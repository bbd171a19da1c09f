package mugs.source;

/**
 * What goes through the opening of sources: the options, and the count of pictures found so far.
 */
final class Indexing {
  private static final int TELL_EVERY = 1000;

  private final OpenOptions options;
  private long found;

  Indexing(OpenOptions options) {
    this.options = options;
  }

  OpenOptions options() {
    return options;
  }

  /** Tells the listener of files in a folder that are left out, if there are any. */
  void leftOut(int files, String firstFile) {
    if (files > 0) {
      options.listener().leftOut(files, firstFile);
    }
  }

  /** Counts one more picture, and tells the listener now and then. */
  void foundOne() {
    if (++found % TELL_EVERY == 0) {
      options.listener().found(found);
    }
  }
}
