package mugs.app;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import mugs.engine.EngineException;
import mugs.engine.FileFailure;
import mugs.engine.MisnamedFileException;
import mugs.engine.UnfitOptionException;
import mugs.load.CropFailureException;
import mugs.method.NotFiniteException;
import mugs.source.NoPicturesException;
import mugs.train.RecipeException;
import mugs.train.RunFolderException;
import mugs.vit.ParameterMismatchException;

/**
 * What is printed, and returned to the shell, when something went wrong.
 *
 * @param text one line for the user
 * @param exitCode see {@link ExitCode}
 */
record ErrorLine(String text, int exitCode) {

  /** Describes a failure. */
  static ErrorLine of(Throwable failure) {
    if (failure instanceof CommandException expected) {
      return new ErrorLine(line(expected), expected.exitCode());
    } else if (failure instanceof InterruptedException) {
      return new ErrorLine("stopped before the work was done", ExitCode.INTERRUPTED);
    } else if (failure instanceof RecipeException recipe) {
      return new ErrorLine(line(recipe), ExitCode.USAGE);
    } else if (failure instanceof NoPicturesException
        || failure instanceof RunFolderException
        || failure instanceof MisnamedFileException
        || failure instanceof UnfitOptionException) {
      return new ErrorLine(first(failure), ExitCode.USAGE);
    } else if (failure instanceof UncheckedIOException
        && failure.getCause() instanceof IOException e) {
      return new ErrorLine(line(e), ExitCode.WORK_FAILED);
    } else if (failure instanceof IOException e) {
      return new ErrorLine(line(e), ExitCode.WORK_FAILED);
    } else if (failure instanceof OutOfMemoryError) {
      return new ErrorLine(
          "out of memory (%s): take a smaller run.micro-batch or fewer threads, or give"
                  .formatted(line(failure))
              + " Java more with MUGS_JAVA_OPTS=-Xmx4g",
          ExitCode.WORK_FAILED);
    } else if (failure instanceof CropFailureException
        || failure instanceof EngineException
        || failure instanceof NotFiniteException
        || failure instanceof ParameterMismatchException) {
      return new ErrorLine(line(failure), ExitCode.WORK_FAILED);
    } else if (failure instanceof IllegalArgumentException && failure.getMessage() != null) {
      return new ErrorLine(line(failure), ExitCode.WORK_FAILED);
    }
    return new ErrorLine(
        "unexpected %s: %s (--debug shows where)"
            .formatted(failure.getClass().getSimpleName(), line(failure)),
        ExitCode.WORK_FAILED);
  }

  private static String line(IOException e) {
    if (e instanceof FileSystemException file && file.getFile() != null) {
      return file.getFile() + ": " + FileFailure.reason(file);
    }
    return e instanceof FileNotFoundException ? "cannot open " + first(e) : first(e);
  }

  private static String line(Throwable e) {
    return e instanceof IOException io ? line(io) : first(e);
  }

  private static String first(Throwable e) {
    String message = Optional.ofNullable(e.getMessage()).orElse("");
    return message
        .lines()
        .findFirst()
        .filter(line -> !line.isBlank())
        .orElse(e.getClass().getSimpleName());
  }
}
