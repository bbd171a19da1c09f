package mugs.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mugs.vit.Backbone;
import mugs.vit.ParameterSpec;
import mugs.vit.Parameters;
import mugs.vit.VisionTransformer;
import org.bytedeco.pytorch.Tensor;

/**
 * Student or teacher: the backbone, the relation block, and a head for each supervision that has a
 * weight. Parameters are named as in the authors' program.
 */
public final class MugsNetwork {
  private static final String BACKBONE = "backbone.";
  private static final String INSTANCE = "instance_head";
  private static final String LOCAL_GROUP = "local_group_head";

  private final Parameters parameters;
  private final Backbone backbone;
  private final RelationBlock relation;
  private final Optional<ContrastiveHead> instanceHead;
  private final Optional<ContrastiveHead> localGroupHead;
  private final Optional<GroupHead> groupHead;

  /**
   * Finds the network's tensors.
   *
   * @param settings of the method
   * @param parameters as {@link #specs} names them
   * @param role student or teacher
   */
  public MugsNetwork(MugsSettings settings, Parameters parameters, Role role) {
    this.parameters = parameters;
    backbone = new VisionTransformer(settings.vit(), parameters, BACKBONE);
    relation = new RelationBlock(parameters, settings.vit(), backbone);
    instanceHead =
        settings.instance().weight() > 0
            ? Optional.of(new ContrastiveHead(parameters, INSTANCE, role))
            : Optional.empty();
    localGroupHead =
        settings.localGroup().weight() > 0
            ? Optional.of(new ContrastiveHead(parameters, LOCAL_GROUP, role))
            : Optional.empty();
    groupHead =
        settings.group().weight() > 0 ? Optional.of(new GroupHead(parameters)) : Optional.empty();
  }

  /** Returns the parameters such a network needs. */
  public static List<ParameterSpec> specs(MugsSettings settings, Role role) {
    long width = settings.vit().width();
    List<ParameterSpec> specs = new ArrayList<>();
    specs.addAll(VisionTransformer.specs(settings.vit(), BACKBONE));
    specs.addAll(RelationBlock.specs(settings.vit()));
    if (settings.instance().weight() > 0) {
      specs.addAll(ContrastiveHead.specs(INSTANCE, width, settings.heads(), role));
    }
    if (settings.localGroup().weight() > 0) {
      specs.addAll(ContrastiveHead.specs(LOCAL_GROUP, width, settings.heads(), role));
    }
    if (settings.group().weight() > 0) {
      specs.addAll(GroupHead.specs(width, settings));
    }
    return specs;
  }

  /**
   * Returns how many values the network's parameters have, by part: backbone, relation block and
   * each head, under the first word of their tensors' names.
   */
  public static Map<String, Long> parameterCounts(MugsSettings settings, Role role) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ParameterSpec spec : specs(settings, role)) {
      long values = Arrays.stream(spec.shape()).reduce(1, Math::multiplyExact);
      counts.merge(part(spec), values, Long::sum);
    }
    return counts;
  }

  /** Returns the part of the network that a parameter belongs to, such as {@code group_head}. */
  public static String part(ParameterSpec spec) {
    String name = spec.name().replaceFirst("^backbone\\.(?=relation)", "");
    return name.substring(0, name.indexOf('.'));
  }

  /** Returns the named tensors. */
  public Parameters parameters() {
    return parameters;
  }

  /** Returns the backbone. */
  public Backbone backbone() {
    return backbone;
  }

  RelationBlock relation() {
    return relation;
  }

  ContrastiveHead instanceHead() {
    return instanceHead.orElseThrow(MugsNetwork::without);
  }

  ContrastiveHead localGroupHead() {
    return localGroupHead.orElseThrow(MugsNetwork::without);
  }

  GroupHead groupHead() {
    return groupHead.orElseThrow(MugsNetwork::without);
  }

  /** Returns the scales of the prototypes as they stand; no values without group discrimination. */
  Tensor scales() {
    return groupHead.map(GroupHead::scales).orElseGet(Tensor::new);
  }

  private static IllegalStateException without() {
    return new IllegalStateException("a supervision of weight 0 has no head");
  }
}
