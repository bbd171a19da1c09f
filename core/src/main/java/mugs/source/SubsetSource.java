package mugs.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * Some pictures of another source, in an order of choice: held-out pictures, a sample, a demo.
 *
 * <p>A view: paths and labels are those of the whole. Each level keeps all its classes, even ones
 * that no picture here has, so that labels mean the same in every subset. Closing a subset leaves
 * the whole open.
 */
public final class SubsetSource implements PictureSource {
  private final PictureSource whole;
  private final int[] indices;
  private final String name;
  private final List<LabelLevel> levels;

  /**
   * Chooses pictures.
   *
   * @param whole the source they are in
   * @param indices which ones, in the order they have here; each at most once; copied
   * @param name of the subset, for provenance
   * @throws IllegalArgumentException if an index is not in the whole, or is there twice
   */
  public SubsetSource(PictureSource whole, int[] indices, String name) {
    this.whole = whole;
    this.indices = indices.clone();
    this.name = name;
    BitSet chosen = new BitSet(whole.size());
    for (int index : indices) {
      if (index < 0 || index >= whole.size()) {
        throw refused(whole, "picture " + index + " is not in it");
      }
      if (chosen.get(index)) {
        throw refused(whole, "picture " + index + " was chosen twice");
      }
      chosen.set(index);
    }
    this.levels = List.copyOf(choose(whole.levels(), this.indices));
  }

  private static IllegalArgumentException refused(PictureSource whole, String reason) {
    return new IllegalArgumentException(
        "no subset of %s (%d pictures): %s; give indices from 0 on, each once"
            .formatted(whole.name(), whole.size(), reason));
  }

  private static List<LabelLevel> choose(List<LabelLevel> levels, int[] indices) {
    List<LabelLevel> chosen = new ArrayList<>();
    for (LabelLevel level : levels) {
      int[] labels = new int[indices.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = level.labels()[indices[i]];
      }
      chosen.add(new LabelLevel(level.name(), level.classes(), labels));
    }
    return chosen;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public List<LabelLevel> levels() {
    return levels;
  }

  @Override
  public String path(int index) {
    return whole.path(inWhole(index));
  }

  @Override
  public StoredPicture read(int index) throws IOException {
    return whole.read(inWhole(index));
  }

  /**
   * Returns where a picture is in the whole.
   *
   * @param index of the picture here, from 0 to {@link #size()} - 1
   */
  public int inWhole(int index) {
    return indices[Objects.checkIndex(index, indices.length)];
  }

  /** {@inheritDoc} This one takes in the fingerprint of the whole and the indices. */
  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint().add(whole.fingerprint());
    for (int index : indices) {
      fingerprint.add(index);
    }
    return fingerprint.digits();
  }
}
