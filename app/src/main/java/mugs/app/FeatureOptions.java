package mugs.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mugs.embed.EmbedderOptions;
import mugs.embed.Token;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what of a network becomes the features of a picture. */
final class FeatureOptions {
  private static final Pattern LAST = Pattern.compile("last-([1-9]\\d{0,3})");

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "class",
      description =
          "What becomes the vector: class (the class token, the default); mean-patch (the mean of"
              + " all patches); class-and-mean-patch (both); last-N (the class tokens of the last N"
              + " blocks, side by side).")
  private String token = "";

  @Mixin private NetworkOptions network = new NetworkOptions();

  /**
   * Checks what can be checked before pictures are looked for; see {@link NetworkOptions#check}.
   */
  void check() {
    token(token);
    network.check();
  }

  /** Returns the options, for features as long as they come. */
  EmbedderOptions options() {
    return network.embedding().withToken(token(token));
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
    return network.precisionName();
  }
}
