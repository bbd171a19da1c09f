package mugs.app;

import mugs.source.IndexingListener;

/** Counts the files that are left out while pictures are looked for; passes on the rest. */
final class FilesLeftOut implements IndexingListener {
  private final IndexingListener next;
  private int count;
  private String first = "";

  /**
   * Has counted none.
   *
   * @param next hears how many pictures were found
   */
  FilesLeftOut(IndexingListener next) {
    this.next = next;
  }

  @Override
  public void found(long pictures) {
    next.found(pictures);
  }

  @Override
  public void leftOut(int files, String firstFile) {
    first = count == 0 ? firstFile : first;
    count += files;
  }

  /** Returns how many there are. */
  int count() {
    return count;
  }

  /** Returns them in words, at least one. */
  String inWords() {
    return IndexingListener.leftOutInWords(count, first);
  }
}
