package mugs.app;

import picocli.CommandLine.Command;

/** {@code mugs evaluate}. */
@Command(
    name = "evaluate",
    description = {"Measure what the features of a network are worth.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mugs evaluate knn photos/ --weights runs/photos/best",
      "  mugs evaluate knn --train train/ --test val/ --weights runs/photos/best --k 20",
      "  mugs evaluate logistic photos/ --weights runs/photos/best --json",
      "  mugs evaluate cluster photos/ --weights runs/photos/best",
      "  mugs evaluate granularity photos/ --weights runs/photos/best"
    },
    subcommands = {
      EvaluateKnnCommand.class,
      EvaluateLinearCommand.class,
      EvaluateLogisticCommand.class,
      EvaluateFineTuneCommand.class,
      EvaluateSemiCommand.class,
      EvaluateTransferCommand.class,
      EvaluateRetrievalCommand.class,
      EvaluateClusterCommand.class,
      EvaluateGranularityCommand.class
    })
final class EvaluateCommand extends CommandGroup {}
