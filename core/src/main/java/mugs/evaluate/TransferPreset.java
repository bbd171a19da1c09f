package mugs.evaluate;

import java.util.Locale;
import mugs.evaluate.FineTuneSettings.Start;

/** The paper's fine-tunings on other sets of pictures, for ViT-S and ViT-B. */
public enum TransferPreset {
  /** CIFAR-10. */
  CIFAR_10(3e-6, 7.5e-6),
  /** CIFAR-100. */
  CIFAR_100(7.5e-6, 7.5e-6),
  /** iNaturalist 2018. */
  INAT_18(3e-5, 1.5e-5),
  /** iNaturalist 2019. */
  INAT_19(7.5e-5, 3e-5),
  /** Oxford's 102 flowers. */
  FLOWERS(7.5e-5, 7.5e-5),
  /** Stanford's cars. */
  CARS(1.5e-4, 1.5e-4);

  private static final int BATCH = 768;
  private static final int EPOCHS = 1000;
  private static final int EPOCHS_OF_INAT = 360;
  private static final double ERASED = 0.1;
  private static final double WEIGHT_DECAY = 0.05;

  /** A network wider than this is tuned as ViT-B is. */
  private static final int WIDTH_OF_SMALL = 384;

  private final double rateOfSmall;
  private final double rateOfBase;

  TransferPreset(double rateOfSmall, double rateOfBase) {
    this.rateOfSmall = rateOfSmall;
    this.rateOfBase = rateOfBase;
  }

  /** Returns what users call it, such as {@code cifar-10}. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns its settings. The paper gives epochs, batch, rates and erasing, the weight decay of
   * CIFAR-100 and the drop path of cars; mixing, RandAugment and weight decay are as in its other
   * fine-tunings. The rest is chosen here: no warm-up, no layer decay, an end rate of 0, and the
   * drop path of ViT-S, 0.1, for every network.
   *
   * @param width of the network
   * @param seed of everything random
   */
  public FineTuneSettings settings(int width, long seed) {
    boolean small = width <= WIDTH_OF_SMALL;
    return new FineTuneSettings(
        Start.BACKBONE,
        this == INAT_18 || this == INAT_19 ? EPOCHS_OF_INAT : EPOCHS,
        BATCH,
        small ? rateOfSmall : rateOfBase,
        0,
        0,
        small && this == CIFAR_100 ? 0.02 : WEIGHT_DECAY,
        1,
        !small && this == CARS ? 0.3 : 0.1,
        MixSettings.PAPER,
        true,
        ERASED,
        seed);
  }
}
