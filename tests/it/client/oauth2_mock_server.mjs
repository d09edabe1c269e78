// Runs oauth2-mock-server over TLS as a tenant of a sign-in service. Arguments: key file, certificate file, seconds
// that a token lives. It prints a line of JSON with its port, then one for each token request.
import { OAuth2Server } from "oauth2-mock-server";

const [key, certificate, life] = process.argv.slice(2);
const tenant = "00000000-0000-0000-0000-00000000aaaa";
const server = new OAuth2Server(key, certificate, { endpoints: { token: `/${tenant}/oauth2/v2.0/token` } });
await server.issuer.keys.generate("RS256");
let issued = 0;
server.service.on("beforeTokenSigning", (token) => {
  issued += 1;
  token.payload.jti = String(issued);
});
server.service.on("beforeResponse", (response, request) => {
  response.body.expires_in = Number(life);
  const { scope, claims, client_id } = request.body;
  console.log(JSON.stringify({ scope, claims, client_id }));
});
await server.start(0, "127.0.0.1");
console.log(JSON.stringify({ port: server.address().port }));
