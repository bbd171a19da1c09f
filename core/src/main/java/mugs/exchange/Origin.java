package mugs.exchange;

/** Says in words which program a file of weights comes from, as far as its names tell. */
final class Origin {
  private Origin() {}

  static String inWords(ForeignFile file, NetworkInFile network, BackboneNames names) {
    String what = program(file, names);
    return network.place().isEmpty()
        ? what
        : "%s, its network '%s'".formatted(what, KnownCall.printable(network.place()));
  }

  private static String program(ForeignFile file, BackboneNames names) {
    boolean heads = names.taken().keySet().stream().anyMatch(name -> name.contains("_head."));
    boolean relation =
        names.taken().keySet().stream().anyMatch(name -> name.startsWith("relation_blocks."));
    if (has(file, "group-sup.")) {
      return "a training checkpoint of Mugs";
    } else if (relation || heads) {
      return heads ? "a network of Mugs with its heads" : "a backbone of Mugs";
    } else if (has(file, "dino_loss")) {
      return "a training checkpoint of DINO";
    } else if (has(file, "ibot_loss")) {
      return "a training checkpoint of iBOT";
    } else if (!names.scales().isEmpty() && endsWith(file, "mask_token")) {
      return "a backbone of DINOv2";
    } else if (endsWith(file, "head.weight")) {
      return "a vision transformer with a classifier";
    }
    return "a vision transformer";
  }

  private static boolean has(ForeignFile file, String dictionary) {
    return file.tensors().keySet().stream().anyMatch(name -> name.startsWith(dictionary + "/"));
  }

  private static boolean endsWith(ForeignFile file, String tensor) {
    return file.tensors().keySet().stream().anyMatch(name -> name.endsWith(tensor));
  }
}
