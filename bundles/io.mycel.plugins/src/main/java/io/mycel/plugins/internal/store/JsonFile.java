package io.mycel.plugins.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record in a file of its own, as JSON that people can read.
 *
 * @param <T> the record
 */
public final class JsonFile<T> {
  private static final Logger LOG = LoggerFactory.getLogger(JsonFile.class);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantDeserializer()))
          .build();

  private static final ObjectWriter LINE =
      JSON.writer().without(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final Class<T> type;
  private final Disk disk;

  /** A file, which is made when it is first written. */
  public JsonFile(Path file, Class<T> type) {
    this.file = file;
    this.type = type;
    this.disk = new Disk();
  }

  /** What stands there; nothing if there is no file, or it is damaged, which is logged. */
  public Optional<T> read() throws IOException {
    try {
      return Optional.ofNullable(value(Files.readAllBytes(file), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      LOG.error("{}: it is damaged and not used: {}", file, e.getOriginalMessage());
      return Optional.empty();
    }
  }

  /** Writes it whole or not at all. */
  public void write(T value) throws IOException {
    disk.write(file, bytes(value));
  }

  /** A record as JSON. */
  public static byte[] bytes(Object value) throws IOException {
    return JSON.writeValueAsBytes(value);
  }

  /** A record as JSON in one line. */
  static byte[] line(Object value) throws IOException {
    return LINE.writeValueAsBytes(value);
  }

  /** A record from JSON. */
  public static <T> T value(byte[] json, Class<T> type) throws IOException {
    return JSON.readValue(json, type);
  }
}
