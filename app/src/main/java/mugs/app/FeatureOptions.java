package mugs.app;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mugs.embed.EmbedderOptions;
import mugs.embed.Token;
import mugs.engine.Precision;
import picocli.CommandLine.Option;

/** The options that say what of a network becomes the features of a picture. */
final class FeatureOptions {
  private static final Pattern LAST = Pattern.compile("last-([1-9]\\d{0,3})");
  private static final int LARGEST_SIZE = 4096;

  /** The types in which a network can take its products. */
  enum Type {
    /** All digits. */
    FLOAT32,
    /** A third of them. */
    BFLOAT16
  }

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "class",
      description = {
        "What becomes the vector: class (the class token, the default); mean-patch (the mean of",
        "all patches); class-and-mean-patch (both); last-N (the class tokens of the last N",
        "blocks, side by side)."
      })
  private String token = "";

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description =
          "Side of the square that the network sees, a multiple of its patch size (default: that of"
              + " the training).")
  private Optional<Integer> size = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description =
          "float32, or bfloat16 for the network's products, which is faster where the processor has"
              + " them (default: ${DEFAULT-VALUE}).")
  private Type precision = Type.FLOAT32;

  /** Returns the options, for features as long as they come. */
  EmbedderOptions options() {
    if (size.isPresent() && (size.get() < 1 || size.get() > LARGEST_SIZE)) {
      throw CommandException.usage(
          "--size is %d: it takes a number of pixels from 1 to %d"
              .formatted(size.get(), LARGEST_SIZE));
    }
    return new EmbedderOptions(
        token(token),
        false,
        size.isPresent() ? OptionalInt.of(size.get()) : OptionalInt.empty(),
        Precision.valueOf(precision.name()));
  }

  /** Returns the token of a name. */
  static Token token(String token) {
    Matcher last = LAST.matcher(token);
    if (last.matches()) {
      return new Token.LastBlocks(Integer.parseInt(last.group(1)));
    }
    return switch (token) {
      case "class" -> Token.CLASS;
      case "mean-patch" -> Token.MEAN_PATCH;
      case "class-and-mean-patch" -> Token.CLASS_AND_MEAN_PATCH;
      default ->
          throw CommandException.usage(
              "--token is %s: it takes class, mean-patch, class-and-mean-patch, or last-N such as last-4"
                  .formatted(token));
    };
  }

  /** Returns the token's name. */
  String tokenName() {
    return token;
  }

  /** Returns the name of the precision. */
  String precisionName() {
    return precision.name().toLowerCase(Locale.ROOT);
  }
}
