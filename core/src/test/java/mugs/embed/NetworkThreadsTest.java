package mugs.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import mugs.image.RgbImage;
import mugs.measure.FeatureMatrix;
import org.junit.jupiter.api.Test;

class NetworkThreadsTest {
  private static final int BATCH = 8;

  private final List<Integer> together = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch allWait = new CountDownLatch(1);

  private static List<RgbImage> pictures(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> new RgbImage(1, 1, new byte[] {(byte) i, 0, 0}))
        .toList();
  }

  /** Gives each picture its red; its first call ends when everything else waits. */
  private FeatureMatrix network(List<RgbImage> pictures) {
    busy.countDown();
    try {
      allWait.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    together.add(pictures.size());
    return FeatureMatrix.of(
        pictures.stream()
            .map(picture -> new float[] {picture.pixels()[0]})
            .toArray(float[][]::new));
  }

  @Test
  void picturesThatWait_goTogether_andThoseApartBesideNoOthers() throws Exception {
    List<Future<float[][]>> asked = new ArrayList<>();
    try (NetworkThreads threads = new NetworkThreads(this::network, BATCH)) {
      threads.start(1);
      CompletableFuture<float[][]> first = threads.submit(pictures(0, 1));
      busy.await();
      asked.add(first);
      asked.add(threads.submitApart(pictures(1, 2), () -> true));
      asked.add(threads.submitApart(pictures(3, 3), () -> true));
      asked.add(threads.submit(pictures(6, 1)));
      asked.add(threads.submit(pictures(7, 2)));
      asked.add(threads.submitApart(pictures(9, 1), () -> true));
      asked.add(threads.submit(pictures(10, 5)));
      asked.add(threads.submit(pictures(15, 4))); // more than a batch with those before
      allWait.countDown();
    }

    assertThat(together).containsExactly(1, 2, 3, 3, 1, 5, 4);
    int red = 0;
    for (Future<float[][]> each : asked) {
      for (float[] vector : each.get()) {
        assertThat(vector).containsExactly(red++);
      }
    }
    assertThat(red).isEqualTo(19);
  }

  @Test
  void picturesThatNobodyWantsWhenTheirTurnComes_areNotLookedAt() throws Exception {
    AtomicBoolean wanted = new AtomicBoolean(true);
    Future<float[][]> first;
    Future<float[][]> second;
    Future<float[][]> third;
    try (NetworkThreads threads = new NetworkThreads(this::network, BATCH)) {
      threads.start(1);
      first = threads.submitApart(pictures(0, 1), wanted::get);
      busy.await();
      second = threads.submitApart(pictures(1, 2), wanted::get);
      third = threads.submitApart(pictures(3, 3), () -> true);
      wanted.set(false);
      allWait.countDown();
    }

    assertThat(together).containsExactly(1, 3);
    assertThat(first.get()[0]).as("was under way").containsExactly(0);
    assertThat(second.isCancelled()).isTrue();
    assertThat(third.get()[0]).containsExactly(3);
  }
}
