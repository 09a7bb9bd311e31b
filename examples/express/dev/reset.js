// Restores the data of the server that runs on PORT.
const response = await fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/internal/reset`, { method: 'POST' })
if (!response.ok) throw new Error(`reset: ${response.status}`)
