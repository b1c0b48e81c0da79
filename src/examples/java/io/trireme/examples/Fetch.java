package io.trireme.examples;

import io.trireme.Handles;
import io.trireme.TaskRejected;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * Work that waits: gets a page. It blocks, in plain code, on a virtual thread; its queue runs thousands of them at once
 * ({@code application.properties}).
 *
 * <pre>{@code
 * echo https://example.org/ | kcat -P -b 127.0.0.1:9092 -t fetch
 * }</pre>
 */
@Singleton
class Fetch {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    // HTTP/1.1, since one connection of HTTP/2 refuses more than some hundred requests at once.
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** What came back. */
    record Page(String url, int status, long bytes) {}

    /** A server in trouble is asked again later: the task is tried again. One that refuses is taken at its word. */
    @Handles("fetch")
    Page fetch(String url) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request(url), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            long bytes = body.transferTo(OutputStream.nullOutputStream());
            int status = answer.statusCode();
            if (status >= 500 || status == 429) {
                throw new IOException(url + " answered " + status);
            }
            if (status >= 400) {
                throw new TaskRejected(url + " answered " + status);
            }
            return new Page(url, status, bytes);
        }
    }

    private static HttpRequest request(String url) {
        try {
            return HttpRequest.newBuilder(URI.create(url.strip()))
                    .timeout(PATIENCE)
                    .build();
        } catch (IllegalArgumentException wrong) {
            throw new TaskRejected("'" + url + "' is no address of a page: " + wrong.getMessage(), wrong);
        }
    }

    /** The consumers have drained by now; what is still open answers nobody. */
    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
