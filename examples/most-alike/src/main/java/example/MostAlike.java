package example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import mugs.embed.Embedder;
import mugs.embed.VectorIndex;
import mugs.measure.FeatureMatrix;
import mugs.measure.Neighbours;
import mugs.vit.ParameterMismatchException;

/** Prints the pictures of a folder that are most alike, the most alike pair first. */
public final class MostAlike {
  private static final int PAIRS = 10;

  private MostAlike() {}

  /** Two pictures, and the cosine of the angle between their vectors. */
  private record Pair(Path one, Path other, float similarity) {}

  /**
   * Runs the program.
   *
   * @param arguments a weights file, or the folder of a run or a checkpoint; and a folder
   */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      end("usage: MostAlike WEIGHTS FOLDER", 2);
    } else if (!Files.isDirectory(Path.of(arguments[1]))) {
      end(arguments[1] + " is no folder: give one with pictures", 2);
    }
    try {
      print(arguments);
    } catch (IOException | ParameterMismatchException e) {
      end(e.getMessage(), 1);
    }
  }

  private static void end(String line, int exitCode) {
    System.err.println(line);
    System.exit(exitCode);
  }

  private static void print(String[] arguments) throws IOException {
    Map<Path, float[]> vectors;
    try (Embedder embedder = Embedder.load(Path.of(arguments[0]))) {
      vectors = vectors(embedder, Path.of(arguments[1]));
    }
    if (vectors.size() < 2) {
      end("there are not two pictures in " + arguments[1], 1);
    }
    pairs(vectors).stream()
        .limit(PAIRS)
        .forEach(
            pair ->
                System.out.printf(
                    "%.4f  %s  %s%n", pair.similarity(), pair.one(), pair.other()));
  }

  /** Any number of threads may ask the embedder; each decodes the picture that it asks for. */
  private static Map<Path, float[]> vectors(Embedder embedder, Path folder) throws IOException {
    Map<Path, float[]> vectors = new ConcurrentSkipListMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .toList()
          .parallelStream()
          .forEach(
              file -> {
                try {
                  vectors.put(file, embedder.embed(file));
                } catch (IOException e) {
                  System.err.println("left out: " + e.getMessage());
                }
              });
    }
    return new TreeMap<>(vectors);
  }

  /** Each picture with the one most like it; two that have chosen each other are one pair. */
  private static List<Pair> pairs(Map<Path, float[]> vectors) {
    List<Path> files = List.copyOf(vectors.keySet());
    VectorIndex index =
        VectorIndex.exact(FeatureMatrix.of(vectors.values().toArray(new float[0][])));
    List<Pair> pairs = new ArrayList<>();
    for (int row = 0; row < index.rows(); row++) {
      Neighbours nearest = index.nearestOthers(row, 1);
      int other = nearest.index(0, 0);
      if (row < other || index.nearestOthers(other, 1).index(0, 0) != row) {
        pairs.add(new Pair(files.get(row), files.get(other), nearest.similarity(0, 0)));
      }
    }
    pairs.sort(Comparator.comparingDouble(pair -> -pair.similarity()));
    return pairs;
  }
}
