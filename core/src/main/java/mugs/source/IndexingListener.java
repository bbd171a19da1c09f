package mugs.source;

/** Hears how far a source has got while it is opened; a large one takes minutes. */
@FunctionalInterface
public interface IndexingListener {

  /** Hears nothing. */
  IndexingListener NONE = pictures -> {};

  /**
   * Called now and then, on the thread that opens the source.
   *
   * @param pictures found so far, in all that is being opened
   */
  void found(long pictures);

  /**
   * Called for each folder tree that holds files whose names do not end like a picture's; hidden
   * ones do not count.
   *
   * @param files that are left out, at least one
   * @param firstFile the path of one of them
   */
  default void leftOut(int files, String firstFile) {}

  /**
   * Returns what was left out in words.
   *
   * @param files that were, at least one
   * @param firstFile the path of one of them
   */
  static String leftOutInWords(int files, String firstFile) {
    String what = files == 1 ? "1 file that does" : "%,d files that do".formatted(files);
    return "%s not end in %s (%s%s)"
        .formatted(what, PictureFormat.ENDINGS_IN_WORDS, files == 1 ? "" : "such as ", firstFile);
  }
}
