package mugs.emoji;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Loads the classes of Android archives (aar): a zip file each, with a {@code classes.jar} in. */
final class ArchivedClasses extends ClassLoader {
  private static final String CLASSES = "classes.jar";
  private static final String ENDING = ".class";

  private final SortedMap<String, byte[]> classes;

  private ArchivedClasses(SortedMap<String, byte[]> classes) {
    super(ArchivedClasses.class.getClassLoader());
    this.classes = classes;
  }

  static ArchivedClasses read(List<Path> archives) throws IOException {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    for (Path archive : archives) {
      try (ZipFile zip = new ZipFile(archive.toFile())) {
        ZipEntry jar = zip.getEntry(CLASSES);
        if (jar == null) {
          throw new IOException(archive + " has no " + CLASSES + "; it is no Android archive");
        }
        readJar(zip.getInputStream(jar).readAllBytes(), classes);
      }
    }
    return new ArchivedClasses(classes);
  }

  private static void readJar(byte[] jar, SortedMap<String, byte[]> classes) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(ENDING)) {
          String className = name.substring(0, name.length() - ENDING.length()).replace('/', '.');
          classes.put(className, in.readAllBytes());
        }
      }
    }
  }

  /** Returns the names of all classes in the archives, sorted. */
  SortedSet<String> names() {
    return new TreeSet<>(classes.keySet());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
