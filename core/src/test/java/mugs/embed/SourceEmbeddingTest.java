package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mugs.image.ImageDecoder;
import mugs.image.UnreadablePictureException;
import mugs.load.PlainPictures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceEmbeddingTest {
  /** Three batches of this network and a bit. */
  private static final int PICTURES = 3 * 128 + 5;

  @TempDir Path folder;

  private Embedder embedder;

  @BeforeEach
  void load() throws IOException {
    embedder = Embedder.load(SmallNetwork.write(folder.resolve("weights.safetensors")));
  }

  @AfterEach
  void close() {
    embedder.close();
  }

  /** Keeps what comes; stops the work after some pictures, or fails. */
  private static final class Kept implements SourceEmbedding.Sink {
    final List<Integer> order = new ArrayList<>();
    final Map<Integer, float[]> vectors = new TreeMap<>();
    final Map<Integer, String> reasons = new TreeMap<>();
    int reached;
    Runnable atFirstBatch = () -> {};

    @Override
    public void embedded(int index, float[] vector) {
      order.add(index);
      vectors.put(index, vector);
    }

    @Override
    public void unreadable(int index, String reason) {
      order.add(index);
      reasons.put(index, reason);
    }

    @Override
    public void reached(int pictures) {
      reached = pictures;
      atFirstBatch.run();
    }
  }

  private Kept run(PlainPictures source, int threads) throws IOException {
    Kept kept = new Kept();
    assertThat(new SourceEmbedding(source, embedder, threads).run(0, kept)).isTrue();
    return kept;
  }

  @Test
  void vectors_comeInTheOrderOfTheSource_asEachPictureHasThem()
      throws IOException, UnreadablePictureException {
    PlainPictures source = PlainPictures.coloured(PICTURES);

    Kept kept = run(source, 3);

    assertThat(kept.reached).isEqualTo(PICTURES);
    assertThat(kept.order).hasSize(PICTURES).isSorted();
    for (int i = 0; i < PICTURES; i += 7) {
      assertThat(kept.vectors.get(i))
          .containsExactly(embedder.embed(ImageDecoder.decode(source.read(i))), within(1e-5f));
    }
  }

  @Test
  void brokenPictures_areTold_andTheOthersKeepTheirPlaces() throws IOException {
    Kept all = run(PlainPictures.coloured(PICTURES), 1);

    Kept kept = run(PlainPictures.coloured(PICTURES).withBroken(0, 130, 388), 2);

    assertThat(kept.order).hasSize(PICTURES).isSorted();
    assertThat(kept.reasons.keySet()).containsExactly(0, 130, 388);
    assertThat(kept.vectors.get(131)).containsExactly(all.vectors.get(131), within(1e-5f));
  }

  @Test
  void workThatIsStopped_goesOnToTheSameVectors_toTheLastDigit() throws IOException {
    PlainPictures source = PlainPictures.coloured(PICTURES).withBroken(7);
    Kept whole = run(source, 2);

    Kept first = new Kept();
    SourceEmbedding work = new SourceEmbedding(source, embedder, 2);
    first.atFirstBatch = work::stop;
    assertThat(work.run(0, first)).isFalse();
    assertThat(first.reached).isEqualTo(embedder.batch());
    Kept rest = new Kept();
    assertThat(new SourceEmbedding(source, embedder, 1).run(first.reached, rest)).isTrue();

    first.vectors.putAll(rest.vectors);
    assertThat(first.vectors.keySet()).isEqualTo(whole.vectors.keySet());
    whole.vectors.forEach((i, vector) -> assertThat(first.vectors.get(i)).isEqualTo(vector));
  }

  @Test
  void sinkThatFails_endsTheWork() {
    Kept kept = new Kept();
    kept.atFirstBatch =
        () -> {
          throw new IllegalStateException("the disk is full");
        };

    assertThatThrownBy(
            () -> new SourceEmbedding(PlainPictures.coloured(PICTURES), embedder, 2).run(0, kept))
        .hasMessage("the disk is full");
    assertThat(kept.order).hasSize(embedder.batch());
  }

  @Test
  void errorWhileReading_endsTheWork_andIsTold() {
    PlainPictures source = PlainPictures.coloured(PICTURES).withFailing(200);

    assertThatThrownBy(() -> new SourceEmbedding(source, embedder, 2).run(0, new Kept()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the store is gone");
  }
}
