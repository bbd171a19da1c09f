package mugs.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mugs.embed.VectorFileWriter.Layout;

/** In place of Parquet, whose module is not here: a line of all paths, then a line a column. */
public final class PlainColumns implements ColumnFormat {
  @Override
  public String ending() {
    return ".parquet";
  }

  @Override
  public Rows write(Path file, Layout layout) {
    List<StringBuilder> columns = new ArrayList<>();
    for (int i = 0; i <= layout.width(); i++) {
      columns.add(new StringBuilder());
    }
    return new Rows() {
      @Override
      public void add(String path, float[] vector) {
        columns.get(0).append(path).append(' ');
        for (int i = 0; i < vector.length; i++) {
          columns.get(1 + i).append(vector[i]).append(' ');
        }
      }

      @Override
      public void close() throws IOException {
        Files.write(file, columns);
      }
    };
  }
}
