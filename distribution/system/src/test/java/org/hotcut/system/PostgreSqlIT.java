package org.hotcut.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.hotcut.testkit.PostgreSqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server with its accounts in PostgreSQL, by one file; the database comes and goes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgreSqlIT {
    @TempDir
    private static Path folder;
    private PostgreSqlServer postgres;
    private String database;
    private Server server;
    private Path users;
    private int port = 5090;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        Peers.need("sipp");
        String reason = PostgreSqlServer.reasonToSkip();
        Assumptions.assumeTrue(reason == null, reason);
        postgres = PostgreSqlServer.start();
        database = postgres.database();
        server = Server.unpack(folder).configure("org.ops4j.datasource-hotcut.cfg", "osgi.jdbc.driver.class = org.postgresql.Driver",
                "url = jdbc:postgresql://127.0.0.1:" + postgres.port() + '/' + database + "?connectTimeout=3&socketTimeout=5&tcpKeepAlive=true", "user = hotcut",
                "dataSourceName = hotcut", "pool = hikari", "hikari.maximumPoolSize = 4", "hikari.minimumIdle = 1", "hikari.connectionTimeout = 2000",
                "hikari.validationTimeout = 1000", "hikari.initializationFailTimeout = -1").start();
        users = Files.write(folder.resolve("user.csv"), List.of("SEQUENTIAL", "ursula;[authentication username=ursula password=secret];5080"));
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    @Order(1)
    void aUserInsertedByAnotherProgramCanRegisterAtOnce() throws Exception {
        server.shell("domain:add example.org");
        postgres.sql(database, "INSERT INTO users (user_name, domain, ha1_md5) VALUES ('ursula', 'example.org', md5('ursula:example.org:secret'))");
        assertRegisters();
    }

    @Test
    @Order(2)
    void withTheDatabaseDownAUserSeenLatelyStillRegisters() throws Exception {
        postgres.crash();
        assertRegisters();
    }

    @Test
    @Order(3)
    void alsoAfterARestartOfTheServer() throws Exception {
        server.stop();
        server.start();
        assertRegisters();
    }

    @Test
    @Order(4)
    void withTheDatabaseBackTheAdminGoesOn() throws Exception {
        postgres.resume();
        server.shell("user:add victor@example.org secret");
        String list = server.shell("user:list example.org");
        assertTrue(list.contains("ursula@example.org") && list.contains("victor@example.org"), list);
    }

    private void assertRegisters() throws IOException, InterruptedException {
        try (Sipp sipp = Sipp.start(folder, "register", ++port, "-m", "1", "-inf", users.toString())) {
            assertEquals(0, sipp.await(300), sipp::errorsOrNothing);
        }
    }
}
