package org.tweedie.api.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The members of other classes that some class files use: methods that they call or make method
 * references of, and fields that they read, as classes that are nested in one another may.
 */
final class Calls {

  private final Set<String> called = new HashSet<>();

  private Calls() {}

  /**
   * What is used in the folder or jar which a class comes from.
   *
   * @return {@code acme/Heun$Options.steps} and the like
   */
  static Set<String> around(Class<?> type) {
    try {
      Path path = Path.of(place(type));
      Calls calls = new Calls();
      if (Files.isDirectory(path)) {
        calls.read(path);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
          calls.read(jar.getPath("/"));
        }
      }
      return calls.called;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The folder or jar which a class comes from. */
  static URI place(Class<?> type) {
    try {
      return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void read(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(any -> any.toString().endsWith(".class")).toList()) {
        try (InputStream content = Files.newInputStream(file)) {
          new ClassReader(content).accept(new Classes(), ClassReader.SKIP_FRAMES);
        }
      }
    }
  }

  private final class Classes extends ClassVisitor {
    private String self = "";

    Classes() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String above, String[] interfaces) {
      self = name;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String type, String signature, String[] exceptions) {
      return new Methods(self);
    }
  }

  private final class Methods extends MethodVisitor {
    private final String self;

    Methods(String self) {
      super(Opcodes.ASM9);
      this.self = self;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String type) {
      if (opcode == Opcodes.GETFIELD && !owner.equals(self)) {
        called.add(owner + "." + name);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean ofInterface) {
      called.add(owner + "." + name);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String type, Handle bootstrap, Object... arguments) {
      for (Object argument : arguments) {
        // A record's own toString reads fields by such handles, which is no use of an option.
        if (argument instanceof Handle handle && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
          called.add(handle.getOwner() + "." + handle.getName());
        }
      }
    }
  }
}
