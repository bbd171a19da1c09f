package mugs.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One of the networks of a file: what stands before the names of its tensors, and their names
 * without it.
 *
 * @param place what stands before them; empty in a file that is one network
 * @param backbone names in the file by the backbone's own
 * @param heads the same of what stands beside a {@code backbone.}
 */
record NetworkInFile(String place, Map<String, String> backbone, Map<String, String> heads) {
  /** The tensor by which a vision transformer is known. */
  private static final String PATCHES = "patch_embed.proj.weight";

  private static final String BACKBONE = "backbone.";
  private static final String TEACHER = "teacher";
  private static final int SHOWN = 4;

  /**
   * Finds the network that is wanted.
   *
   * @param names of all tensors
   * @param wanted a word of its place; without it the teacher, or the only one
   * @throws UnusableWeightsException if there is none, or it is not clear which
   */
  static NetworkInFile find(Iterable<String> names, Optional<String> wanted)
      throws UnusableWeightsException {
    List<String> all = new ArrayList<>();
    names.forEach(all::add);
    List<String> places =
        all.stream()
            .filter(name -> name.endsWith(PATCHES))
            .map(name -> name.substring(0, name.length() - PATCHES.length()))
            .filter(place -> place.isEmpty() || place.endsWith(".") || place.endsWith("/"))
            .toList();
    if (places.isEmpty()) {
      throw new UnusableWeightsException(
          "it holds no vision transformer: none of its %d tensors is a %s%s"
              .formatted(all.size(), PATCHES, examples(all)));
    }
    return at(chosen(places, wanted), all);
  }

  private static String examples(List<String> names) {
    return names.isEmpty()
        ? ""
        : names.stream()
            .limit(SHOWN)
            .map(KnownCall::printable)
            .collect(Collectors.joining(", ", "; it has ", names.size() > SHOWN ? ", ..." : ""));
  }

  private static String chosen(List<String> places, Optional<String> wanted)
      throws UnusableWeightsException {
    String word = wanted.orElse(TEACHER);
    List<String> named = places.stream().filter(place -> words(place).contains(word)).toList();
    if (named.size() == 1) {
      return named.get(0);
    }
    if (wanted.isEmpty() && places.size() == 1) {
      return places.get(0);
    }
    throw new UnusableWeightsException(
        "it holds %s%s: say with --network which, by a word of its name"
            .formatted(
                wanted.isPresent() ? "not one network '" + word + "', but " : "the networks ",
                places.stream()
                    .limit(SHOWN)
                    .map(place -> place.isEmpty() ? "(without a name)" : KnownCall.printable(place))
                    .map(place -> "'" + KnownCall.printable(place) + "'")
                    .collect(Collectors.joining(", "))));
  }

  private static List<String> words(String place) {
    return Arrays.asList(place.split("[./]", -1));
  }

  private static NetworkInFile at(String place, List<String> all) {
    String around =
        place.endsWith(BACKBONE) ? place.substring(0, place.length() - BACKBONE.length()) : place;
    Map<String, String> backbone = new LinkedHashMap<>();
    Map<String, String> heads = new LinkedHashMap<>();
    for (String name : all) {
      if (name.startsWith(place)) {
        own(name, place).ifPresent(own -> backbone.put(own, name));
      } else if (name.startsWith(around)) {
        own(name, around).ifPresent(own -> heads.put(own, name));
      }
    }
    return new NetworkInFile(place, backbone, heads);
  }

  /** What lies in a dictionary further in is no tensor of this network. */
  private static Optional<String> own(String name, String place) {
    String own = name.substring(place.length());
    return own.contains("/") ? Optional.empty() : Optional.of(own);
  }
}
